/**
 * The columns of datasets that estimators and models read and add.
 *
 * <p>Imports: {@code driver.corpus.query}, {@code driver.execution}, {@code
 * worker.settings.corpus}, {@code worker.settings.validation}, {@code org.apache.spark}, {@code
 * scala}.
 */
package dev.unfold.ml.column;
