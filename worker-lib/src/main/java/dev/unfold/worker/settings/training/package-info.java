/**
 * The settings of training: chunks, optimizer, clipping, schedules, averaging and checkpoints.
 *
 * <p>Imports: {@code worker.settings.validation}.
 */
package dev.unfold.worker.settings.training;
