using AIWhisperer.Benchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

BenchmarkSwitcher
    .FromTypes([typeof(ChatStreamBenchmark)])
    .RunAll(DefaultConfig.Instance.WithArtifactsPath("artifacts/benchmarks"), args);
