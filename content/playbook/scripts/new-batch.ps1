<#
.SYNOPSIS
    Creates one migration batch from a frozen list.
.EXAMPLE
    ./new-batch.ps1 -Name 'Velocity 2' -List velocity-2.csv -Expected 410 -Endpoint hybrid-1 -Domain contoso.mail.onmicrosoft.com
#>
param(
    [Parameter(Mandatory)] [string] $Name,
    [Parameter(Mandatory)] [string] $List,
    [Parameter(Mandatory)] [int]    $Expected,
    [Parameter(Mandatory)] [string] $Endpoint,
    [Parameter(Mandatory)] [string] $Domain
)

$ErrorActionPreference = 'Stop'

$mailboxes = @(Import-Csv -Path $List)
$addresses = @($mailboxes.EmailAddress | Sort-Object -Unique)

if ($addresses.Count -ne $mailboxes.Count) {
    throw "$List names a mailbox twice"
}
if ($mailboxes.Count -ne $Expected) {
    throw "$List holds $($mailboxes.Count) mailboxes; $Expected were agreed in the Go/No-Go"
}

# Synchronize now, cut over by hand: without -AutoComplete nobody moves before Friday evening.
New-MigrationBatch -Name $Name `
    -SourceEndpoint $Endpoint `
    -TargetDeliveryDomain $Domain `
    -CSVData ([System.IO.File]::ReadAllBytes((Resolve-Path $List))) `
    -AutoStart

Get-MigrationBatch -Identity $Name | Format-List Identity, Status, TotalCount
