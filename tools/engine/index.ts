export { type Engine, EngineNotFound, type EngineOptions, type EngineOrigin, ensureEngine } from "./engine";
