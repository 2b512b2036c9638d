/** What a team knows better than an alarm: here only that new tasks may come on any day but Friday. Other answers: `FAILED`, and `IN_PROGRESS` to be asked again. */
export const CHECK = `
exports.handler = async () => ({ hookStatus: new Date().getUTCDay() === 5 ? 'FAILED' : 'SUCCEEDED' });
`;
