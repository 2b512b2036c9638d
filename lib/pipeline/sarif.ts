/**
 * Functions of jq that find the rule of a result: by its place in the list of the tool, or of the extension that the result says, or else
 * by its id, of which that of the rule may be the beginning, up to a `/`.
 */
const RULES = [
  'def named($id): . as $rules | [$rules[] | select(.id == $id)][0]',
  '// (if $id | contains("/") then $rules | named($id | sub("/[^/]*$"; "")) else null end);',
  'def component($tool; $said): if ($said.index // -1) >= 0 then $tool.extensions[$said.index]',
  'elif $said.guid then [$tool.driver, $tool.extensions[]? | select(.guid == $said.guid)][0]',
  'elif $said.name then [$tool.driver, $tool.extensions[]? | select(.name == $said.name)][0]',
  'else $tool.driver end;',
  'def rule($tool; $id): component($tool; .rule.toolComponent) as $in | (.ruleIndex // .rule.index // -1) as $index',
  '| (if $index >= 0 then $in.rules[$index] else null end) // ([$in.rules[]?] | named($id))',
  '// ([$tool.driver, $tool.extensions[]? | .rules[]?] | named($id)) // {};',
].join(' ');

/** What is no answer of a tool that did its work fails, and so do no JSON at all and a run without results. */
const RESULTS = [
  'if length == 0 then error("the file is empty") else .[] end',
  '| if (.runs | type) != "array" or .runs == [] then error("the file has no run of a tool") else .runs[] end',
  '| if any(.invocations[]?; .executionSuccessful == false) then error("the tool says that it failed") else . end',
  '| if (.results | type) != "array" then error("the tool produced no results") else . end',
].join(' ');

/** A result counts unless it is no failure, is gone since the baseline, or is suppressed by somebody who may. */
const COUNTS = [
  '(.kind // "fail") == "fail" and .baselineState != "absent"',
  'and ((.suppressions // []) == [] or any(.suppressions[]; (.status // "accepted") != "accepted"))',
].join(' ');

/**
 * Reads SARIF: the severity that a rule has as a score of security, as GitHub reads it, or else the level; then the rule and its tags.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const SARIF = [
  RULES,
  RESULTS,
  `| .tool as $tool | .results[] | select(${COUNTS})`,
  '| (.ruleId // .rule.id) as $said | rule($tool; $said // "") as $rule',
  '| ((.properties["security-severity"] // $rule.properties["security-severity"]) | tonumber? // null) as $score',
  '| (.level // $rule.defaultConfiguration.level // "warning") as $level',
  '| [(if $score != null then (if $score >= 9 then "critical" elif $score >= 7 then "high"',
  'elif $score >= 4 then "medium" elif $score > 0 then "low" else "info" end)',
  'else {"error": "high", "warning": "medium", "note": "low"}[$level] // "info" end),',
  '$said // $rule.id // "none", ($rule.id // empty), ($rule.properties.tags[]?)] | map(gsub("[[:space:]]"; "_")) | join("\\t")',
].join(' ');

/** The command that lists the findings of a file of SARIF. All of the file is read as one list, so that an empty one can be told. */
export function listSarif(file: string): string {
  return `jq -r -s '${SARIF}' '${file}'`;
}
