/**
 * {@code OperatorMain}, and {@code Application}, which composes everything; the order in which
 * parts are closed.
 */
package dev.gitopsbinding.app;
