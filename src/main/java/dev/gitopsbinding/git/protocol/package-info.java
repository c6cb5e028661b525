/** Single exchanges: read a tip, update a branch. */
package dev.gitopsbinding.git.protocol;
