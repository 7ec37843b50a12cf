/**
 * Display of the progress of training and prediction.
 *
 * <p>Imports: {@code driver.prediction}, {@code driver.training}, {@code worker.settings}, {@code
 * worker.settings.corpus}, {@code worker.settings.network}, {@code me.tongfei.progressbar}, {@code
 * org.slf4j}.
 */
package dev.unfold.jobs.progress;
