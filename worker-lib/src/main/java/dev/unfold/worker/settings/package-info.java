/**
 * The settings of a run: validated records that mirror the configuration file, key for key.
 *
 * <p>A record component {@code learningRate} is the key {@code learning-rate}. The compact
 * constructors check ranges and name the key; the default values are defined only in {@code
 * defaults.conf} of the {@code jobs} module.
 */
package dev.unfold.worker.settings;
