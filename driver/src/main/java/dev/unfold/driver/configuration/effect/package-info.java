/**
 * Which settings have an effect only where another one has certain values.
 *
 * <p>Imports: {@code com.typesafe.config}.
 */
package dev.unfold.driver.configuration.effect;
