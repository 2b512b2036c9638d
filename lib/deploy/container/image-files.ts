import { declaredText } from '../../core/artifact';
import type { DeliveryArtifact } from '../../core/artifact';
import type { Problems } from '../../core/problems';

/** The files that say which image was built, and how a build is told to write them. */
const IMAGE_FILES: Readonly<Record<string, string>> = {
  'imageDetail.json': 'ImageFile.DETAIL',
  'imagedefinitions.json': 'ImageFile.DEFINITIONS',
};

/** Reports an artifact that is known to have the file of the other action. What else it has is not known. */
export function checkImageFile(problems: Problems, prop: string, artifact: DeliveryArtifact, wanted: string): void {
  if (declaredText(artifact, wanted) !== undefined) return;
  for (const other of Object.keys(IMAGE_FILES)) {
    if (declaredText(artifact, other) === undefined) continue;
    problems.add(prop, `must have the file ${wanted}`, {
      got: `the output of ${artifact.producer} with ${other}`,
      cure: `set image.file of the build to ${IMAGE_FILES[wanted] ?? wanted}`,
    });
  }
}
