// The moments that decide, played as people live them.
export { application } from './story_application.mjs';
export { bring } from './story_bring.mjs';
export { pad, padKilled } from './story_pad.mjs';
export { report } from './story_report.mjs';
export { verify, wechat } from './story_verify.mjs';
export { material } from './story_material.mjs';
export { intake } from './story_intake.mjs';
