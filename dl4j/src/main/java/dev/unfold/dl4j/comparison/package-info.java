/** Compares the training of one network by DL4J on Spark and by Unfold. */
package dev.unfold.dl4j.comparison;
