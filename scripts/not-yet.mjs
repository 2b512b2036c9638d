// Holds the name of a command that has nothing to run yet.
console.log(`${process.argv[2]}: nothing to run yet.`);
