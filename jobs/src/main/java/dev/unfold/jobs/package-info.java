/** The command line: one thin class per command, exit codes, signals. */
package dev.unfold.jobs;
