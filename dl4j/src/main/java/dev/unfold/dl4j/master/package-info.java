/**
 * Provides a {@code TrainingMaster} that trains dl4j-spark programs in Unfold's rounds.
 *
 * <p>Imports: {@code dl4j}, {@code dl4j.master.data}, {@code dl4j.master.settings}, {@code
 * driver.execution}, {@code worker.parameters}, {@code org.apache.spark}, {@code
 * org.datavec.spark}, {@code org.deeplearning4j.core}, {@code org.deeplearning4j.datasets}, {@code
 * org.deeplearning4j.nn}, {@code org.deeplearning4j.optimize}, {@code org.deeplearning4j.spark},
 * {@code org.nd4j.common}, {@code org.nd4j.linalg}, {@code scala}, {@code scala.reflect}.
 */
package dev.unfold.dl4j.master;
