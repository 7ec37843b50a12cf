/**
 * Compares the training of one network by DL4J on Spark and by Unfold.
 *
 * <p>Imports: {@code dl4j.exchange}, {@code dl4j.file}, {@code dl4j.master}, {@code
 * dl4j.master.data}, {@code dl4j.network}, {@code driver.corpus}, {@code driver.corpus.text},
 * {@code driver.evaluation}, {@code driver.execution}, {@code driver.extension}, {@code
 * driver.model}, {@code driver.storage.fs}, {@code driver.training}, {@code worker.bptt}, {@code
 * worker.evaluation}, {@code worker.model}, {@code worker.network}, {@code worker.sequence}, {@code
 * worker.settings}, {@code worker.settings.corpus}, {@code worker.settings.training}, {@code
 * worker.settings.validation}, {@code org.apache.spark}, {@code org.deeplearning4j.nn}, {@code
 * org.deeplearning4j.spark}, {@code org.nd4j.linalg}.
 */
package dev.unfold.dl4j.comparison;
