/**
 * The services that optional libraries provide, as {@link java.util.ServiceLoader} finds them.
 *
 * <p>Imports: {@code worker.settings.validation}.
 */
package dev.unfold.worker.extension;
