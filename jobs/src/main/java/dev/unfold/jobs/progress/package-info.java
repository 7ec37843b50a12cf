/** How the progress of training is shown. */
package dev.unfold.jobs.progress;
