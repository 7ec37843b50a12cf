/**
 * The checks of settings, their names as keys, and the error that a wrong value raises.
 *
 * <p>Imports: {@code worker.error}.
 */
package dev.unfold.worker.settings.validation;
