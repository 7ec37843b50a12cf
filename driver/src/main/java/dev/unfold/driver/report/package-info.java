/** The report of a run: one HTML file with its curves, configuration, provenance and a sample. */
package dev.unfold.driver.report;
