/** Models of Unfold as zips of DL4J's {@code ModelSerializer}, and such zips as models. */
package dev.unfold.dl4j.exchange;
