/** The port through which changes of a binding's status are told to the outside. */
package dev.gitopsbinding.notify;
