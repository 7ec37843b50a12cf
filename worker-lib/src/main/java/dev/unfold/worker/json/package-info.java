/**
 * Reading of JSON without data binding, which takes a tenth of a second when a program starts.
 *
 * <p>Imports: {@code worker.settings.validation}, {@code com.fasterxml.jackson}.
 */
package dev.unfold.worker.json;
