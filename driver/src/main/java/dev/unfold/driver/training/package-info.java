/** The training loop and what it reports. */
package dev.unfold.driver.training;
