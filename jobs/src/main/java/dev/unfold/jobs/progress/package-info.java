/** Display of the progress of training and prediction. */
package dev.unfold.jobs.progress;
