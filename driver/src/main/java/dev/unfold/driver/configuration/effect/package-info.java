/**
 * Which settings have an effect only where another one has certain values.
 *
 * <p>Imports: {@code worker.settings.training}, {@code worker.settings.validation}, {@code
 * com.typesafe.config}.
 */
package dev.unfold.driver.configuration.effect;
