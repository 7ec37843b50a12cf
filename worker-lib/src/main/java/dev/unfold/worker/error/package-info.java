/** The kinds of errors, which determine who can fix an error. */
package dev.unfold.worker.error;
