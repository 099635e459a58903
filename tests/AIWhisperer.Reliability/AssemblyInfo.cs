// The suites load the machine and some measure it: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
