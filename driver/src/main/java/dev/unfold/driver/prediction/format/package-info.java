/**
 * The text formats of written tables: a line, or several, for each row.
 *
 * <p>Imports: {@code worker.sequence.value}, {@code worker.settings.corpus}, {@code
 * com.fasterxml.jackson}, {@code org.apache.spark}, {@code scala.collection}.
 */
package dev.unfold.driver.prediction.format;
