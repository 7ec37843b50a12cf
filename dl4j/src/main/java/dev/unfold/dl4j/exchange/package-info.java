/** Exports models as zips of DL4J's {@code ModelSerializer}, and imports such zips. */
package dev.unfold.dl4j.exchange;
