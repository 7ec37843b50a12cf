/**
 * The DataSets of a training RDD: their positions in sequences, and their assignment to workers and
 * rounds.
 *
 * <p>Imports: {@code dl4j.master.settings}, {@code driver.execution}, {@code worker.error}, {@code
 * org.apache.spark}, {@code org.datavec.spark}, {@code org.deeplearning4j.core}, {@code
 * org.deeplearning4j.nn}, {@code org.deeplearning4j.spark}, {@code org.nd4j.linalg}, {@code scala}.
 */
package dev.unfold.dl4j.master.data;
