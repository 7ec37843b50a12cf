/**
 * Retraining when the corpus has grown: a plan, a challenger, a comparison with the champion, a
 * decision, a promotion; each step is a write-once commit, so that it is done once, whenever the
 * process ends.
 */
package dev.unfold.driver.retraining;
