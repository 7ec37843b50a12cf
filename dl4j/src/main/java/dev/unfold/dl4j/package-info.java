/**
 * Trains DL4J networks in Unfold's rounds, reads and writes DL4J's files, and provides a {@code
 * TrainingMaster} for dl4j-spark programs.
 */
package dev.unfold.dl4j;
