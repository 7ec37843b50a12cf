/** A {@code TrainingMaster} that puts Unfold's rounds under programs of dl4j-spark. */
package dev.unfold.dl4j.master;
