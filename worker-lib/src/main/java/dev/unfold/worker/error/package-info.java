/** The kinds of errors, which tell who can fix an error. */
package dev.unfold.worker.error;
