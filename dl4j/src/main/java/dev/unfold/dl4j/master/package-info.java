/** Provides a {@code TrainingMaster} that trains dl4j-spark programs in Unfold's rounds. */
package dev.unfold.dl4j.master;
