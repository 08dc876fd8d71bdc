export { ensureHosts } from "./hosts";
export { goFolders, LanguageNotFound } from "./goBuild";
export { ensurePython, type PythonForPrograms } from "./python";
export { ensureSdks, SDK_FOLDERS, writeSdks } from "./sdks";
