import type { components } from './wire-stub';

type Schemas = components['schemas'];

export type AgentResponse = Schemas['AgentResponse'];
export type AgentList = Schemas['AgentList'];
export type AgentSettings = Schemas['AgentSettings'];
export type AgentToolList = Schemas['AgentToolList'];
export type AgentTool = Schemas['AgentTool'];
export type AILoopStatus = Schemas['AILoopStatus'];
export type ConfigurationProblem = Schemas['ConfigurationProblem'];
export type ModelReference = Schemas['ModelReference'];
export type ProviderList = Schemas['ProviderList'];
export type ProviderModel = Schemas['ProviderModel'];
export type ProviderResponse = Schemas['ProviderResponse'];
export type ReloadResponse = Schemas['ReloadResponse'];
export type SessionRecord = Schemas['SessionRecord'];
export type TestProviderResponse = Schemas['TestProviderResponse'];
export type UsageResponse = Schemas['UsageResponse'];
export type UsageSum = Schemas['UsageSum'];
export type ValidateAgentsResponse = Schemas['ValidateAgentsResponse'];
