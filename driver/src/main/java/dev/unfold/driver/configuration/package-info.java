/**
 * Converts a configuration file, the defaults and the command line to the validated records of
 * {@code dev.unfold.worker.settings}, and back to text.
 *
 * <p>{@code defaults.conf} documents every key and holds every default. The records are the schema:
 * a component {@code learningRate} is the key {@code learning-rate}.
 *
 * <p>Imports: {@code com.typesafe.config}, {@code driver.configuration.effect}, {@code
 * driver.storage.file}, {@code org.apache.commons}, {@code org.apache.hadoop}, {@code org.slf4j},
 * {@code worker.error}, {@code worker.settings}, {@code worker.settings.corpus}, {@code
 * worker.settings.network}, {@code worker.settings.training}, {@code worker.settings.validation}.
 */
package dev.unfold.driver.configuration;
