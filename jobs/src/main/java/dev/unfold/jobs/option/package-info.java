/**
 * The options that several commands share, and those that belong together.
 *
 * <p>Imports: {@code driver.configuration}, {@code driver.execution}, {@code driver.operation},
 * {@code driver.prediction.column}, {@code jobs.process}, {@code picocli}, {@code
 * worker.generation.text}, {@code worker.settings}, {@code worker.settings.corpus}, {@code
 * worker.settings.training}.
 */
package dev.unfold.jobs.option;
