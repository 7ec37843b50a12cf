/**
 * DL4J's networks in Unfold's rounds, its files, and a {@code TrainingMaster} for its own programs.
 */
package dev.unfold.dl4j;
