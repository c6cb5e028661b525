/** Which kinds of manifest files can be edited, and how one is chosen for a file. */
package dev.gitopsbinding.edit;
