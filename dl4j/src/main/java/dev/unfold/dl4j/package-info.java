/**
 * Trains DL4J networks in Unfold's rounds, reads and writes DL4J's files, and provides a {@code
 * TrainingMaster} for dl4j-spark programs.
 *
 * <p>Imports: {@code worker.error}, {@code org.deeplearning4j.nn}, {@code
 * org.deeplearning4j.optimize}, {@code org.nd4j.linalg}.
 */
package dev.unfold.dl4j;
