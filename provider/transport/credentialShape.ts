/** Signs that stand around a word of a sentence. */
const AROUND_WORDS = /^[([{<"'`«„“‘…*$]+|[\])}>"'`»”’….,;:!?*]+$/gu;
const BETWEEN_PIECES = /['’\-_/.:]/u;
/** The longest piece of a word that is written in one case. Longer ones in English are rare, and those of tokens are long. */
const LONGEST_PIECE = 20;
/** The longest name that holds a short code, such as `manage_ec2_credentials`: tokens with a prefix are longer. */
const LONGEST_WITH_CODE = 24;
const SHORTEST_LONG_WORD = 3;
const SHARE_OF_LONG_WORDS = 0.6;
/** Abbreviations have no vowels: HTTP, VPC. */
const LONGEST_WITHOUT_VOWEL = 5;

/**
 * Whether a word can be a token, a key or a password, rather than a word of a sentence or the name of a permission. In doubt it can:
 * only what is made of letters as words are (`IAMManager`, `show_clients`, `User-Adm`, `doesn't`), a short number and a short code
 * within a name (`S3_Storage`, `csp/P5`) are told apart.
 */
export function looksLikeCredential(word: string): boolean {
  const bare = word.replace(AROUND_WORDS, "");
  if (bare === "") return word.length > 3;
  if (/^\d{1,4}$/.test(bare) || /^[\-–—=]+$/u.test(bare)) return false;
  if (/\d/.test(bare) && bare.length > LONGEST_WITH_CODE) return true;
  return !bare.split(BETWEEN_PIECES).every(isOrdinary);
}

function isOrdinary(piece: string): boolean {
  if (/^\p{L}{1,3}\d$/u.test(piece)) return true;
  if (!/^\p{L}+$/u.test(piece)) return false;
  // Words in one name: IAM, Manager. Letters by chance change their case far more often, and make no syllables.
  const words = piece.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+/gu) ?? [];
  const inLongWords = words.filter(({ length }) => length >= SHORTEST_LONG_WORD).join("").length;
  const isReadable = words.length === 1 || inLongWords >= piece.length * SHARE_OF_LONG_WORDS;
  return isReadable && words.every(isReadableWord);
}

function isReadableWord(word: string): boolean {
  if (word.length > LONGEST_PIECE || /[bcdfghjklmnpqrstvwxz]{6}/i.test(word)) return false;
  return word.length <= LONGEST_WITHOUT_VOWEL || /[^bcdfghjklmnpqrstvwxz]/i.test(word);
}
