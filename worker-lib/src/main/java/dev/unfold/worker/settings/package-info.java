/**
 * The settings of a run: validated records that mirror the configuration file, key for key.
 *
 * <p>A record component {@code learningRate} is the key {@code learning-rate}. The compact
 * constructors check ranges and name the key; the defaults are in {@code defaults.conf} of the
 * package {@code driver.configuration}. {@link dev.unfold.worker.settings.UnfoldSettings} is the
 * root; its sections with the settings of corpora, networks and training are in packages of their
 * own.
 *
 * <p>Imports: {@code worker.settings.corpus}, {@code worker.settings.network}, {@code
 * worker.settings.training}, {@code worker.settings.validation}.
 */
package dev.unfold.worker.settings;
