"use strict";
// Runs jsii's kernel in this process. jsii itself starts a second Node and pipes every message through the
// first, only to keep printed text apart from the messages. This file does that in one process.
const fs = require("fs");

const MESSAGES = 3; // the kernel reads and writes its messages there
const { readSync, writeSync } = fs;
fs.readSync = (fd, ...rest) => readSync(fd === MESSAGES ? 0 : fd, ...rest);
fs.writeSync = (fd, ...rest) => writeSync(fd === MESSAGES ? 1 : fd, ...rest);

for (const name of ["stdout", "stderr"]) {
  process[name].write = (chunk, encoding, done) => {
    const text = Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8").toString("base64");
    writeSync(2, JSON.stringify({ [name]: text }) + "\n");
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) callback();
    return true;
  };
}

require(process.argv[2]);
