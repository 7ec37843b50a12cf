/**
 * The kinds of errors, which determine who can fix an error.
 *
 * <p>Imports: Java only.
 */
package dev.unfold.worker.error;
