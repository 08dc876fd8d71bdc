export { ensureHosts } from "./hosts";
export { LanguageNotFound } from "./goBuild";
export { ensurePython, type PythonForPrograms } from "./python";
export { ensureSdks, SDK_FOLDERS, writeSdks } from "./sdks";
