‘[Claim Read us the contract]’: bus riders take metro row to city hall

Published [Date Jan. 20, 2026, 4:15 p.m. (GMT+7)]

HAI TRIEU, Vietnam — [Actor Bus passengers in the port city of Hai Trieu] say [Claim they are being made to pay for a metro nobody has let them read about].

[Date On Jan. 12], [Actor the construction department] announced that [Claim a single bus fare would rise by half], to 12,000 dong, on [Date March 1]. Two days later, [Actor councillor Ton Nu Dieu Hien] told a hearing that [Claim the price of each train ordered from Norway’s [Actor Nordvik Rail] had gone up by 40 percent since June].

“[Claim It \[the fare\] pays for their mistake],” said [Actor Thai Ba Loc], head of the Hai Trieu Passengers’ Association. “[Claim Read us the contract. Line by line.]”

[Actor City hall] rejects the link. Vice-chairman [Actor Ho Dang Quy] said [Claim “not one dong” would move from buses to trains], and accused [Actor Mr Loc] of [Claim stirring up people who “cannot tell a subsidy from a loan.”]

[Actor Ingrid Halvorsen-Lie], [Actor Nordvik’s country manager], denied that [Claim [Actor the company] had paid any commission]. [Claim The contract], she said in an email, [Claim was “the most scrutinised we have signed in [Date 20 years]”].

Not everyone on the council agrees. According to two councillors who asked not to be named, the finance department warned in mid-December that the metro would lose money until 2034.

The department confirmed last Friday that such a memo existed, but insisted it had been overtaken by events.

Asked whether the fare rise could be delayed until after Tet, Mr Quy promised a decision “by the end of the month, not a day later”.

On route 24, student Dinh My Uyen was doing sums. The extra fare comes to 160,000 dong a month, she said. “That is four days of lunch.”

Mr Loc says his members will be back every Wednesday.

Share  Tweet  Email  Print
More: Night buses run empty — 1.12 riders per trip, data show