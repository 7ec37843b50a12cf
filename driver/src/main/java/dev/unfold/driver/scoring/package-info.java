/** Evaluation of a model over a corpus, in Spark. */
package dev.unfold.driver.scoring;
