import { BASE } from "./base";
import { FRAME } from "./frame";
import { MATRIX } from "./matrix";
import { MEDIA } from "./media";
import { SECTIONS } from "./sections";

/** The page's style, as one text: a later part may set anew what an earlier one has. */
export const STYLE = [BASE, FRAME, SECTIONS, MATRIX, MEDIA].join("");
