// Loaded before the gateway's own program: lets the bench ask for a garbage collection, so that what is idle is
// measured without what is already garbage.
process.on('SIGUSR2', () => globalThis.gc!())
