/**
 * Trains the ahead-of-time cache: runs the operator's real program against stand-ins for a cluster
 * and for git hosts. Needs nothing but the JDK and the operator's own libraries, so that it runs
 * while an image is built, from source ({@code java …/TrainingMain.java}, JEP 458). The tests take
 * ports and certificates from here.
 */
package dev.gitopsbinding.training;
