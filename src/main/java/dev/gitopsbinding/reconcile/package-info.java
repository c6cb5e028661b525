/** Runs syncs under the Java Operator SDK: asks, executes, writes the status, tells the events. */
package dev.gitopsbinding.reconcile;
